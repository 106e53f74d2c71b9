// Token simulation does not ask for translations, so its words are replaced while the front end is built.
// A build in which one of them was not found fails: a newer version says something else.

const PACKAGE = 'bpmn-js-token-simulation/lib/'
const FEATURES = `${PACKAGE}features/`
const WORDS = {
  [`${FEATURES}log/Log.js`]: [
    ["|| 'SubProcess') : 'Process'", "|| '子流程') : '流程'"], ["'finished' : 'canceled'", "'已结束' : '已取消'"], ['} started`', '} 开始`'],
    ["'Service Task'", "'服务任务'"], ["'User Task'", "'审批环节'"], ["'Call Activity'", "'调用活动'"],
    ["'Script Task'", "'脚本任务'"], ["'Business Rule Task'", "'业务规则任务'"], ["'Manual Task'", "'手工任务'"],
    ["'Receive Task'", "'接收任务'"], ["'Send Task'", "'发送任务'"], ["'Task'", "'任务'"],
    ["'Exclusive Gateway'", "'排他网关'"], ["'Parallel Gateway'", "'并行网关'"], ["'Inclusive Gateway'", "'包容网关'"],
    ["'Start Event'", "'开始'"], ["'Intermediate Event'", "'中间事件'"], ["'Boundary Event'", "'边框定时器'"],
    ["'End Event'", "'结束'"], ['aria-label="Close"', 'aria-label="关闭"'],
    ['No Entries', '还没有记录'], ['Toggle Simulation Log', '显示或隐藏记录'], ['Simulation Log', '模拟记录'],
  ],
  [`${FEATURES}show-scopes/ShowScopes.js`]: [['Focus process instance', '查看流程实例']],
  [`${FEATURES}reset-simulation/ResetSimulation.js`]: [['Reset Simulation', '重新开始']],
  [`${FEATURES}element-support/ElementSupport.js`]: [['Found unsupported elements', '图中有不能模拟的元素'], ['Not supported', '不能模拟']],
  [`${FEATURES}toggle-mode/viewer/ToggleMode.js`]: [['Token Simulation', '模拟']],
  [`${FEATURES}pause-simulation/PauseSimulation.js`]: [
    ['Play/Pause Simulation', '继续或暂停'], ["'Pause Simulation'", "'已暂停'"], ["'Play Simulation'", "'已继续'"],
  ],
  [`${FEATURES}set-animation-speed/SetAnimationSpeed.js`]: [
    ['Set animation speed = ', '速度：'], ["'Slow'", "'慢'"], ["'Normal'", "'中'"], ["'Fast'", "'快'"],
  ],
  [`${FEATURES}context-pads/handler/ExclusiveGatewayHandler.js`]: [['Set Sequence Flow', '换一条连线']],
  [`${FEATURES}context-pads/handler/InclusiveGatewayHandler.js`]: [['Set Sequence Flow', '换连线']],
  [`${FEATURES}context-pads/handler/PauseHandler.js`]: [["'Remove' : 'Add'", "'取消' : '设置'"], [' pause point', '停留点']],
  [`${FEATURES}context-pads/handler/TriggerHandler.js`]: [['Trigger Event', '触发']],
  [`${FEATURES}simulation-state/SimulationState.js`]: [["'Finished'", "'已办结'"]],
}

/** A Vite plugin. */
export function simulationInChinese() {
  return {
    name: 'simulation-in-chinese',
    transform(code, id) {
      const file = Object.keys(WORDS).find((name) => id.replaceAll('\\', '/').split('?')[0].endsWith(name))
      return file ? { code: WORDS[file].reduce((text, [english, chinese]) => replaced(text, english, chinese, file), code), map: null } : null
    },
  }
}

function replaced(text, english, chinese, file) {
  if (!text.includes(english)) throw new Error(`${file} no longer says ${english}`)
  return text.replaceAll(english, chinese)
}
