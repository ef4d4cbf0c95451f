/** What Holdfast is offered for when a file is opened with another program. It can open more: files are known by their content. */
export const MEDIA_EXTENSIONS = [
	...['wav', 'mp3', 'm4a', 'aac', 'flac', 'ogg', 'oga', 'opus', 'wma', 'aif', 'aiff', 'caf', 'amr'],
	...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'mpg', 'mpeg', 'wmv', '3gp']
] as const

/** The same for Linux desktops. https://www.iana.org/assignments/media-types, and shared-mime-info's own names. */
export const MEDIA_TYPES = [
	...[
		'audio/x-wav',
		'audio/mpeg',
		'audio/mp4',
		'audio/aac',
		'audio/flac',
		'audio/ogg',
		'audio/x-opus+ogg',
		'audio/x-ms-wma',
		'audio/x-aiff',
		'audio/AMR'
	],
	...['video/mp4', 'video/quicktime', 'video/x-matroska', 'video/webm', 'video/vnd.avi', 'video/mpeg', 'video/x-ms-wmv', 'video/3gpp']
] as const
