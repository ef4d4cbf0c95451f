import * as v from 'valibot'

export const ORDERS = ['newest', 'title', 'length', 'words'] as const
export type Order = (typeof ORDERS)[number]

export const KINDS = ['all', 'favourites', 'recordings', 'files', 'marks', 'gaps', 'failed'] as const
/** `marks`: the user set some. `gaps`: parts of their audio have no text. `failed`: they have none, or not all, for another reason. */
export type Kind = (typeof KINDS)[number]

/** What the user wants to see of the library, and in which order. `tag`: only those with it; null: with any, or none. */
export const Chosen = v.object({ order: v.picklist(ORDERS), kind: v.picklist(KINDS), tag: v.nullable(v.string()) })
export type Chosen = v.InferOutput<typeof Chosen>

export const EVERYTHING: Chosen = { order: 'newest', kind: 'all', tag: null }
