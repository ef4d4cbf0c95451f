import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../../native-bridge/log/log.ts'
import { describeModel } from '../../models/test-models.ts'
import { SettingsFile } from '../../settings.ts'
import { modelRooms } from './model-rooms.ts'

test('a model that is lent to a recording is not the one at work: what the settings come to stays what it was', context => {
	const folder = folderFor(context)
	const shipped = join(folder, 'models')
	for (const id of ['parakeet', 'whisper']) describeModel(shipped, id, { languages: ['en', 'de'] })
	const settings = new SettingsFile(join(folder, 'settings.json'))
	settings.change({ spoken: 'de', model: {} })
	const log = openLog(folder, 'main')
	const { models, settled } = modelRooms({ dataDir: folder, shipped, engine: null, settings, emit: () => {}, log })
	assert.equal(settled().id, 'parakeet')
	models.chosen = { ...settled(), id: 'whisper', lent: 'recording' }
	assert.equal(settled().id, 'parakeet')
	// Chosen, and not lent, it would be.
	models.chosen = { id: 'whisper', engine: 'scripted' }
	assert.equal(settled().id, 'whisper')
})
