import { openAppStage } from '../../drill/app-stage.ts'
import { holdDrill } from '../../drill/drill.ts'
import { type AppOptions, startApp } from '../app.ts'

/** Holds a fire drill in this process, with a second Holdfast that has a library of its own, if there is a sample to transcribe. */
export function drillInside(app: Omit<AppOptions, 'dataDir' | 'guarded' | 'holdDrill'>): Pick<AppOptions, 'holdDrill'> {
	const { samplePath } = app
	if (samplePath === null) return {}
	const open = () => openAppStage({ start: dataDir => startApp({ ...app, dataDir, isDrill: true }), samplePath })
	return {
		holdDrill: async (told, signal) => {
			await holdDrill({ open }, told, signal)
		}
	}
}
