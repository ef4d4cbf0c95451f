/** Reads one dump in a thread of its own: `workerData` says which, the report is posted. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { inspectDump } from './minidump/inspect.ts'

const { path, name, maps } = workerData as { path: string; name: string; maps: string | null }
// Our own processes' dumps: the files that they name are the ones that ran here.
parentPort?.postMessage(inspectDump(readFileSync(path), { files: true, fileName: name, maps }))
