// What the editor asks of the server.

/** Send JSON; returns {status, body}, with status 0 where there was no answer. */
export async function send(address, token, content) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify(content),
    })
    const isJson = answer.headers.get('Content-Type')?.startsWith('application/json')
    return { status: answer.redirected ? 401 : answer.status, body: isJson ? await answer.json() : null }
  } catch {
    return { status: 0, body: null }
  }
}
