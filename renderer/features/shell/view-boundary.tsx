import { Component, type ReactNode } from 'react'
import type { CommandParams } from '../../../electron/contract/commands.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { Button } from '../../ui/controls.tsx'

type View = CommandParams<'window.failed'>['view']

interface ViewBoundaryProps {
	readonly view: View
	readonly children: ReactNode
}

/** A part of the window that fails for itself: what throws in it is told to main, and a note stands in its place. */
export function ViewBoundary({ view, children }: ViewBoundaryProps) {
	const { failures } = useApp()
	return (
		<Catcher onError={error => failures.tell(view, error)} fallback={again => <Failed onAgain={again} />}>
			{children}
		</Catcher>
	)
}

interface CatcherProps {
	readonly children: ReactNode
	readonly fallback: (again: () => void) => ReactNode
	readonly onError: (error: unknown) => void
}

/** React knows no other way than a class. */
class Catcher extends Component<CatcherProps, { readonly failed: boolean }> {
	override state = { failed: false }

	static getDerivedStateFromError(): { readonly failed: boolean } {
		return { failed: true }
	}

	override componentDidCatch(error: unknown): void {
		this.props.onError(error)
	}

	override render(): ReactNode {
		return this.state.failed ? this.props.fallback(() => this.setState({ failed: false })) : this.props.children
	}
}

function Failed({ onAgain }: { readonly onAgain: () => void }) {
	const { t } = useWords()
	return (
		<section className="failed" role="alert">
			<h2>{t('app.failedTitle')}</h2>
			<p>{t('app.failed')}</p>
			<div className="actions">
				<Button kind="primary" onClick={onAgain}>
					{t('app.tryAgain')}
				</Button>
				<Button onClick={() => location.reload()}>{t('connection.reload')}</Button>
				<a className="button" href={hashOf({ at: 'crashes', exit: null })}>
					{t('app.crashes')}
				</a>
			</div>
		</section>
	)
}
