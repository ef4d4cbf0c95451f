/** The page that records in Electron: nobody sees it, so nothing that is drawn can take a recording down. */
import { createClient } from './api/client.ts'
import { electronBridge, electronTransport } from './api/transport-electron.ts'
import { createLocalRecorder } from './capture/local-recorder.ts'
import { relayRecorder } from './capture/relay-recorder.ts'

const bridge = electronBridge()
if (bridge === null) throw new Error('This page records for the Electron window; there is no Electron here.')

let up = false
const client = createClient(electronTransport(bridge))
const recorder = createLocalRecorder(client, () => up, sessionStorage)
const nothing = () => {}
client.start({
	connected() {
		up = true
		recorder.lineUp()
	},
	lost() {
		up = false
		recorder.lineLost()
	},
	saved: (id, samples, at) => recorder.saved(id, samples, at),
	notSaved: (id, samples, problem) => recorder.notSaved(id, samples, problem),
	// A page of another version than main can't have been loaded from it, and there is nobody here to tell.
	outdated: nothing,
	violation: nothing,
	snapshot: nothing,
	event: event => recorder.event(event)
})
relayRecorder(recorder, { send: message => bridge.sendRecorder(message), listen: listener => void bridge.onRecorder(listener) })
