import { createRoot } from 'react-dom/client'
import { PAGE } from './api/feed.ts'
import { electronBridge, electronTransport, pathsOf } from './api/transport-electron.ts'
import { websocketTransport } from './api/transport-websocket.ts'
import { uploadFile } from './api/upload.ts'
import { Window } from './app.tsx'
import { AppContext } from './app-context.ts'
import { createApp } from './stores/app.ts'
import { isBusy } from './ui/own-keys.ts'
import './ui/tokens.css'
import './ui/buttons.css'
import './ui/notes.css'
import './ui/fields.css'
import './ui/curves.css'
import './ui/window.css'
import './ui/library.css'
import './ui/organise.css'
import './ui/queue.css'
import './ui/home.css'
import './ui/transport.css'
import './ui/record.css'
import './ui/microphone.css'
import './ui/health.css'
import './ui/floating.css'
import './ui/palette.css'
import './ui/transcript.css'
import './ui/lines.css'
import './ui/edit.css'
import './ui/find.css'
import './ui/player.css'
import './ui/crashes.css'
import './ui/death.css'
import './ui/drill.css'
import './ui/models.css'
import './ui/about.css'
import './ui/contrast.css'

const bridge = electronBridge()
const address = new URL('/socket', location.href)
address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'

const app = createApp({
	transport: bridge === null ? websocketTransport(address.href, PAGE) : electronTransport(bridge),
	recorder:
		bridge === null ? null : { send: message => bridge.sendRecorder(message), listen: listener => void bridge.onRecorder(listener) },
	carrier: { pathsOf: bridge === null ? null : files => pathsOf(bridge, files), upload: uploadFile },
	page: window,
	audio: new Audio(),
	busy: () => isBusy(document.activeElement)
})

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element "root".')
createRoot(root).render(
	<AppContext value={app}>
		<Window />
	</AppContext>
)
