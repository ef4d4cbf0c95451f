/** What plays sound for the window: an `<audio>` or a `<video>` element, and as much of one as is used. Times in seconds. */
export type Player = Pick<
	HTMLMediaElement,
	| 'src'
	| 'currentTime'
	| 'duration'
	| 'paused'
	| 'playbackRate'
	| 'defaultPlaybackRate'
	| 'preservesPitch'
	| 'preload'
	| 'volume'
	| 'play'
	| 'pause'
	| 'load'
	| 'removeAttribute'
	| 'addEventListener'
	| 'ownerDocument'
>
