import * as v from 'valibot'
import type { Db } from './open.ts'

const Row = v.object({ title: v.string(), name: v.nullable(v.string()), path: v.nullable(v.string()) })

/** How the user calls transcripts and files, those in the trash too, newest first: what a bug report shall not tell. */
export function personalNames(db: Db): { titles: string[]; files: { name: string; path: string | null }[] } {
	const rows = db
		.prepare('SELECT title, source_name AS name, source_path AS path FROM transcripts ORDER BY created_at DESC, id')
		.all()
		.map(row => v.parse(Row, row))
	return {
		titles: rows.map(row => row.title),
		files: rows.flatMap(({ name, path }) => (name === null ? [] : [{ name, path }]))
	}
}
