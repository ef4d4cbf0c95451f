import { useApp } from '../../app-context.ts'

/** Sets a mark where the recording is now, and offers to write a note. */
export function useMark(): () => void {
	const { recording, place } = useApp()
	return () => void recording.mark('').then(mark => mark && place.show('note'))
}
