import type { Log } from '../../../native-bridge/log/log.ts'
import { ok } from '../../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../../contract/events.ts'
import { roomForModel } from '../../jobs/room-for-model.ts'
import type { Runner } from '../../jobs/runner.ts'
import { ModelSwitch } from '../../models/model-switch.ts'
import type { Models } from '../../models/models.ts'
import type { SettingsFile } from '../../settings.ts'
import { ENGINE } from '../../supervisor/child-specs.ts'
import type { Supervisor } from '../../supervisor/supervisor.ts'
import { wantedModel } from './hearing-models.ts'
import type { ModelRooms } from './model-rooms.ts'

interface Rooms extends Pick<ModelRooms, 'aside' | 'settled' | 'hearer'> {
	readonly models: Models
	readonly settings: SettingsFile
	/** They know this one, and are made after it. */
	readonly runner: () => Runner
	readonly supervisor: () => Supervisor
	/** Whether somebody who is going has memory yet. */
	readonly memoryComes: () => boolean
	readonly emit: (event: AppEvent) => void
	readonly log: Log
}

/** What changes the usual engine's model while it works. */
export function modelSwitchFor({
	models,
	aside,
	settled,
	hearer,
	settings,
	runner,
	supervisor,
	memoryComes,
	emit,
	log
}: Rooms): ModelSwitch {
	return new ModelSwitch({
		...{ models, log, ...aside },
		wanted: () => wantedModel({ settled, hearer, live: runner().live }),
		engine: {
			changeOver: () => supervisor().changeOver(ENGINE.name),
			keep: () => supervisor().keep(ENGINE.name),
			beginAnew: () => supervisor().beginAnew(ENGINE.name)
		},
		roomFor: ({ id }) => {
			const model = models.find(id)
			const room = model ? roomForModel(model, process.availableMemory()) : ok(null)
			return room.ok || !memoryComes() ? room : null
		},
		refused: (model, stays, problem) => {
			if (model.lent !== undefined) runner().live.refuseLent(model, problem)
			else {
				// As it was: else the next start would begin with a model that can't be loaded.
				settings.change({ model: { ...settings.now.model, [settings.now.spoken]: stays.id } })
				emit({ type: 'settings', settings: settings.now })
			}
			emit({ type: 'notice', problem })
		},
		changed: () => emit({ type: 'models' })
	})
}
