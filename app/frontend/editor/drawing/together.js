// Several changes as one: one step to undo.
class Together {
  preExecute({ change }) {
    change()
  }
}

function register(commandStack) {
  commandStack.registerHandler('editor.together', Together)
}
register.$inject = ['commandStack']

export const changingTogether = { __init__: [register] }

/** Make the changes of `change()` one command. */
export function together(modeler, change) {
  modeler.get('commandStack').execute('editor.together', { change })
}
