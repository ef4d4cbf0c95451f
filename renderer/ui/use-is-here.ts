import { useCallback, useEffect, useRef } from 'react'

/** Tells whether what asks is still shown: an answer may come when the dialog that waited for it was left. */
export function useIsHere(): () => boolean {
	const here = useRef(false)
	useEffect(() => {
		here.current = true
		return () => {
			here.current = false
		}
	}, [])
	return useCallback(() => here.current, [])
}
