import type { Problem } from '../api/problem.ts'
import type { Note } from './notes.ts'
import type { AudioInput } from './unacknowledged.ts'

/** What happens to a recording. `key` names a source of it. */
export type RecordingInput =
	| { readonly type: 'chunk'; readonly key: number; readonly samples: Int16Array }
	/** Four times a second. */
	| { readonly type: 'tick' }
	/** A device is open; its first chunk follows. */
	| { readonly type: 'opened'; readonly key: number; readonly device: string | null; readonly held: boolean }
	| { readonly type: 'not-opened'; readonly key: number; readonly problem: Problem }
	/** It is open, but the page may not hear before it was clicked. */
	| { readonly type: 'needs-click'; readonly key: number }
	/** Its device ended: everything it delivered has come. */
	| { readonly type: 'ended'; readonly key: number }
	| { readonly type: 'held'; readonly key: number }
	| { readonly type: 'free'; readonly key: number }
	/** Its device goes on in another way (sample rate): its graph no longer fits. */
	| { readonly type: 'changed'; readonly key: number }
	/** Which microphones there are, and what names the system's choice. */
	| { readonly type: 'devices'; readonly ids: readonly string[]; readonly systemChoice: string | null }
	/** The page may use the microphone (again). */
	| { readonly type: 'allowed' }
	/** What others did to it meanwhile, by main's word. */
	| { readonly type: 'renamed'; readonly title: string }
	| { readonly type: 'mark-changed'; readonly id: string; readonly note: string }
	| { readonly type: 'mark-removed'; readonly id: string }
	| { readonly type: 'slept'; readonly ms: number }
	| { readonly type: 'pause' }
	| { readonly type: 'resume' }
	| { readonly type: 'mute'; readonly on: boolean }
	| { readonly type: 'mark'; readonly id: string; readonly note: string }
	| { readonly type: 'change-mark'; readonly id: string; readonly note: string }
	| { readonly type: 'remove-mark'; readonly id: string }
	| { readonly type: 'choose'; readonly microphone: string | null }
	/** What the machine plays has been opened as source `key`. */
	| { readonly type: 'add'; readonly key: number; readonly device: string | null }
	| { readonly type: 'drop'; readonly key: number }
	| { readonly type: 'stop' }
	| { readonly type: 'line-up' }
	| { readonly type: 'line-lost' }
	/** What main said of the audio of a recording. */
	| { readonly type: 'audio'; readonly recording: string; readonly input: AudioInput }
	| { readonly type: 'note-answered'; readonly n: number; readonly problem: Problem | null }
	/** Main's answer to `close`; null: it is closed. */
	| { readonly type: 'close-answered'; readonly key: number; readonly problem: Problem | null }

/** What is to be done. */
export type RecordingEffect =
	/** Open the device of this source, again or another; what is open now is heard until then. */
	| { readonly type: 'open'; readonly key: number; readonly microphone: string | null }
	/** Let the device of this source go. */
	| { readonly type: 'release'; readonly key: number }
	/** Ask main from which sample on audio is missing. */
	| { readonly type: 'ask'; readonly key: number }
	| { readonly type: 'send'; readonly recording: string; readonly from: number; readonly samples: Int16Array }
	| { readonly type: 'retry'; readonly recording: string; readonly ms: number }
	| { readonly type: 'tell'; readonly n: number; readonly note: Note }
	| { readonly type: 'close'; readonly key: number; readonly recording: string; readonly samples: number }
	/** What lies before this sample of the whole is another recording's now. */
	| { readonly type: 'began-anew'; readonly from: number }
	/** Audio of the microphone was journaled: for what is drawn. */
	| { readonly type: 'drawn'; readonly samples: Int16Array }
	/** A gap is complete: for whoever counts what was lost. */
	| { readonly type: 'gap'; readonly recording: string; readonly from: number; readonly to: number }
	| { readonly type: 'over'; readonly problem: Problem | null }
