import type { Configuration } from 'electron-builder'
import { APP_ID } from '../../electron/hosts/electron/app-id.ts'
import { LINK_SCHEME } from '../../electron/hosts/electron/links.ts'
import { fuses } from '../fuses.ts'
import type { Target } from './contents.ts'
import { MEDIA_EXTENSIONS, MEDIA_TYPES } from './media-types.ts'
import type { Staged } from './stage.ts'

export interface Packing {
	readonly target: Target
	readonly staged: Staged
	readonly output: string
	readonly electronVersion: string
	/** A folder with Electron's own files, instead of fetching them. */
	readonly electronDist?: string
	/** `test`: may be driven by a test, and is never shipped. */
	readonly use: 'release' | 'test'
}

/**
 * For electron-builder 26. No updates are looked for, so `publish` is off and no updater is built in: a copy that never goes online by itself
 * is what Holdfast promises.
 */
export function configuration({ target, staged, output, electronVersion, electronDist, use }: Packing): Configuration {
	return {
		appId: APP_ID,
		productName: 'Holdfast',
		copyright: 'Copyright © the Holdfast authors',
		artifactName: `Holdfast-\${version}-\${os}-\${arch}${target.flavour === 'light' ? '-light' : ''}.\${ext}`,
		directories: { app: staged.app, output, buildResources: staged.build },
		electronVersion,
		...(electronDist === undefined ? {} : { electronDist }),
		// What is in node_modules was laid there by us, and is all: see `stage.ts`.
		beforeBuild: async () => false,
		files: ['**/*', { from: `${staged.app}/node_modules`, to: 'node_modules', filter: ['**/*'] }],
		asar: true,
		// Whole: a library that is taken out of the archive alone does not find those beside it.
		asarUnpack: ['node_modules/**'],
		extraResources: [{ from: staged.resources, to: '.' }],
		electronFuses: fuses(use),
		electronLanguages: ['en-US', 'zh-CN'],
		protocols: [{ name: 'Holdfast', schemes: [LINK_SCHEME], role: 'Viewer' }],
		publish: null,
		// By default 0.0.0, whose entry in the menu turns Chromium's sandbox off.
		toolsets: { appimage: '1.0.3' },
		linux: {
			target: ['AppImage', 'deb'],
			executableName: 'holdfast',
			syncDesktopName: true,
			icon: `${staged.build}/icons`,
			category: 'AudioVideo',
			synopsis: 'Turns speech into text on your own machine',
			maintainer: 'The Holdfast authors <maintainers@holdfast.invalid>',
			mimeTypes: [...MEDIA_TYPES],
			desktop: { entry: { Keywords: 'speech;transcription;subtitles;dictation;recorder;', StartupNotify: 'true' } }
		},
		deb: { packageCategory: 'sound' },
		win: { target: ['nsis'], icon: `${staged.build}/icon.ico` },
		nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false, include: `${staged.build}/installer.nsh` },
		mac: {
			target: ['dmg', 'zip'],
			icon: `${staged.build}/icon.icns`,
			category: 'public.app-category.productivity',
			minimumSystemVersion: target.arch === 'arm64' ? '14.0' : '13.0',
			hardenedRuntime: true,
			entitlements: 'build/package/mac.plist',
			entitlementsInherit: 'build/package/mac.plist',
			// Offered, and never made the default.
			fileAssociations: MEDIA_EXTENSIONS.map(ext => ({ ext, role: 'Viewer' as const, rank: 'Alternate' as const })),
			extendInfo: {
				NSMicrophoneUsageDescription: 'Holdfast records what you say and turns it into text. Nothing leaves this Mac.',
				NSAudioCaptureUsageDescription:
					'Holdfast records what this Mac plays, such as the other side of a call, and turns it into text. Nothing leaves this Mac.'
			}
		}
	}
}
