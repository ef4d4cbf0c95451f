import type { Result } from '../../../native-bridge/protocol/problem.ts'
import type { Wish } from '../../contract/wish.ts'
import { roomForModel } from '../../jobs/room-for-model.ts'
import { SpeedTest, type SpeedTestDependencies } from '../../jobs/speed-test.ts'
import type { Hearer } from '../../models/hearer.ts'
import type { Models } from '../../models/models.ts'
import { MEASURED_ENGINE } from '../../supervisor/child-specs.ts'
import type { Supervisor } from '../../supervisor/supervisor.ts'

interface Rooms extends Pick<SpeedTestDependencies, 'sample' | 'kept' | 'transcripts' | 'emit' | 'log' | 'version'> {
	readonly models: Models
	readonly hearer: (wish: Wish) => Result<Hearer>
	readonly supervisor: Supervisor
}

/** What measures the models that are here, over the sample. */
export function speedTestFor({ models, hearer, supervisor, ...rest }: Rooms): SpeedTest {
	const { name } = MEASURED_ENGINE
	return new SpeedTest({
		...rest,
		models: () => models.all().filter(({ purpose }) => purpose === 'text'),
		hearer: model => hearer({ model, language: null }),
		roomFor: model => roomForModel(model, process.availableMemory()),
		engine: {
			start: () => supervisor.start(name),
			letGo: () => supervisor.letGo(name),
			isAway: () => supervisor.standing(name) === 'away',
			send: message => supervisor.send(name, message),
			loadMs: () => supervisor.loadMs(name),
			silentFailure: () => supervisor.silentFailure(name)
		},
		processes: () => supervisor.health(),
		now: Date.now
	})
}
