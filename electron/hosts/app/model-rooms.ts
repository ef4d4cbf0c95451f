import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../../../native-bridge/log/log.ts'
import { fail, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../../contract/events.ts'
import type { Wish } from '../../contract/wish.ts'
import { writtenPath } from '../../intake/written-path.ts'
import { ownEntries } from '../../models/catalogue/catalogue.ts'
import { catalogueWith, type DeskDependencies, ModelsDesk } from '../../models/desk.ts'
import { PATIENCE } from '../../models/download/patience.ts'
import { type Hearer, hearerFor } from '../../models/hearer.ts'
import { Installer } from '../../models/installer.ts'
import { missingModel } from '../../models/missing.ts'
import type { ModelSwitchDependencies } from '../../models/model-switch.ts'
import { type ChosenModel, Models, modelFor, wishesFor } from '../../models/models.ts'
import { OwnFolder } from '../../models/own-folder.ts'
import { putAside, withoutRisk } from '../../models/put-aside.ts'
import type { SettingsFile } from '../../settings.ts'

/** What `npm start` fetches and packages bring. */
const USUAL = { id: 'moonshine-tiny-en', engine: 'sherpa-offline' }

interface ModelRoomsOptions {
	readonly dataDir: string
	/** Folder of the models that came with Holdfast. */
	readonly shipped: string
	/** Not as the user has chosen, but this one. */
	readonly engine: { readonly id: string; readonly model: string } | null
	readonly settings: SettingsFile
	readonly emit: (event: AppEvent) => void
	readonly log: Log
}

export interface ModelRooms {
	readonly models: Models
	/** The model that is to be used, as settings and folders are now. */
	settled(): ChosenModel
	/** Who hears what this is wished for. */
	hearer(wish: Wish): Result<Hearer>
	/** What the engine could not be had with, and is had without. */
	readonly aside: Pick<ModelSwitchDependencies, 'withoutRisk' | 'putAside'>
	/** What fetches and imports; it is told how it comes by uploads. */
	deskWith(uploads: DeskDependencies['uploads']): ModelsDesk
}

/** The models that are here, with the one to begin with, and what brings others. */
export function modelRooms({ dataDir, shipped, engine, settings, emit, log }: ModelRoomsOptions): ModelRooms {
	const own = new OwnFolder(join(dataDir, 'models'), shipped)
	const fixed = engine && { id: engine.model, engine: engine.id }
	const models = new Models(shipped, fixed ?? USUAL, own.path)
	const settled = (now: ChosenModel | null = models.usual): ChosenModel => {
		if (fixed) return fixed
		const { id, engine: by } = modelFor(settings.now.spoken, settings.now.model, models.all(), USUAL, now)
		return { id, engine: by, wishes: wishesFor(settings.now, models.find(id)?.languages ?? []) }
	}
	models.chosen = settled(null)
	const catalogueFolder = join(dataDir, 'catalogue')
	const catalogue = () => catalogueWith(catalogueFolder)
	return {
		models,
		settled,
		hearer: wish => hearerFor(wish, models.all(), settings.now, USUAL),
		aside: {
			withoutRisk: model => {
				const found = models.find(model.id)
				const wishes = found && model.wishes ? withoutRisk(model.wishes, found) : null
				return wishes && { ...model, wishes }
			},
			putAside: ({ id, wishes }, stays) => {
				const put = wishes && stays.wishes ? putAside(settings.now, wishes, stays.wishes, models.find(id) ?? { name: id }) : null
				if (!put) return false
				settings.change(put.settings)
				emit({ type: 'settings', settings: settings.now })
				emit({ type: 'notice', problem: put.problem })
				return true
			}
		},
		deskWith: uploads => {
			const installer = new Installer({
				...{ own, models, catalogue, emit, log, patience: PATIENCE, now: Date.now },
				wanted: () => ({ mirror: settings.now.modelMirror, proxy: settings.now.proxy }),
				proxies: environmentProxies(process.env),
				free: freeOn
			})
			for (const file of ownEntries(catalogueFolder).broken)
				emit({
					type: 'notice',
					problem: fail(
						'catalogue-broken',
						`The entry “${file}” in the catalogue folder could not be understood and is left out. docs/models.md says what stands in one.`,
						{
							file
						}
					).problem
				})
			const gone = fixed ? null : missingModel(settings.now, models.all(), models.chosen.id, catalogue())
			if (gone) emit({ type: 'notice', problem: gone })
			return new ModelsDesk({ own, installer, written: writtenPath, uploads }, catalogue)
		}
	}
}

/** By either spelling, as other programs read them. */
function environmentProxies(env: NodeJS.ProcessEnv) {
	const one = (name: string) => env[name] ?? env[name.toUpperCase()]
	return { http: one('http_proxy'), https: one('https_proxy'), none: one('no_proxy') }
}

async function freeOn(folder: string): Promise<number | null> {
	// The folder may not be there yet; the one that it will lie in is on the same disk.
	const found = (await statfs(folder).catch(() => null)) ?? (await statfs(dirname(folder)).catch(() => null))
	return found && found.bavail * found.bsize
}
