import { createContext, use } from 'react'
import { type Words, wordsFor } from './words.ts'

export const WordsContext = createContext<Words>(wordsFor('en'))

export function useWords(): Words {
	return use(WordsContext)
}
