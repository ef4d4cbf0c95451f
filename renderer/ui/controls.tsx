import { Tooltip } from '@base-ui/react/tooltip'
import type { ComponentProps, ReactNode } from 'react'

type ButtonProps = ComponentProps<'button'> & { readonly kind?: 'plain' | 'primary' | 'live' | 'quiet'; readonly icon?: ReactNode }

export function Button({ kind = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
	return (
		<button type="button" className={`button ${kind} ${className}`} {...rest}>
			{icon}
			{children}
		</button>
	)
}

/** A button that shows only an icon: its name is heard by screen readers and shown on hover and focus. */
export function IconButton({ name, icon, ...rest }: Omit<ButtonProps, 'children'> & { readonly name: string }) {
	return (
		<Tooltip.Root>
			<Tooltip.Trigger render={<Button kind="quiet" className="icon-only" aria-label={name} icon={icon} {...rest} />} />
			<Tooltip.Portal>
				<Tooltip.Positioner sideOffset={6} className="floating">
					<Tooltip.Popup className="tooltip">{name}</Tooltip.Popup>
				</Tooltip.Positioner>
			</Tooltip.Portal>
		</Tooltip.Root>
	)
}

/** A sentence about something that is not as it should be, and the ways out. */
export function Note({
	tone,
	children,
	actions
}: {
	readonly tone: 'bad' | 'warn' | 'ok' | 'plain'
	readonly children: ReactNode
	readonly actions?: ReactNode
}) {
	return (
		<div className={`note ${tone}`}>
			<p>{children}</p>
			{actions && <div className="note-actions">{actions}</div>}
		</div>
	)
}

export function Dot({ tone }: { readonly tone: 'ok' | 'live' | 'warn' | 'idle' | 'bad' }) {
	return <span className={`dot ${tone}`} aria-hidden="true" />
}

/** The keys that do the same as a button: seen in it, and not a part of its name. */
export function Kbd({ children }: { readonly children: ReactNode }) {
	return (
		<span className="keys-hint" aria-hidden="true">
			<kbd>{children}</kbd>
		</span>
	)
}

/** Progress from 0 to 1; null is "under way, nobody knows how far". */
export function Bar({ value, label }: { readonly value: number | null; readonly label: string }) {
	return (
		<span
			className={value === null ? 'bar unknown' : 'bar'}
			role="progressbar"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			{...(value === null ? {} : { 'aria-valuenow': Math.round(value * 100) })}
		>
			<i style={value === null ? {} : { transform: `scaleX(${value})` }} />
		</span>
	)
}

/** Lines where text will be. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
	return (
		<div className="skeleton" role="status" aria-label={label}>
			{Array.from({ length: lines }, (_, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
				<span key={i} style={{ width: `${[92, 78, 86, 54][i % 4]}%` }} />
			))}
		</div>
	)
}

const MAC = /mac|iphone|ipad/i.test(navigator.userAgent)

/** `⌘` where there is one, else `Ctrl+`. */
export const MODIFIER = MAC ? '⌘' : 'Ctrl+'
export const SHIFT = MAC ? '⇧' : 'Shift+'
/** For replacing words: ⌘H hides the window on a Mac. */
export const REPLACE_KEYS = MAC ? '⌥⌘F' : 'Ctrl+H'
