import { useId } from 'react'

interface TickProps {
	readonly label: string
	readonly hint: string
	readonly on: boolean
	readonly disabled?: boolean
	readonly onChange: (on: boolean) => void
}

/** Something to tick, and a line that says what it means. */
export function Tick({ label, hint, on, disabled = false, onChange }: TickProps) {
	const id = useId()
	return (
		<label className="tick">
			<input
				type="checkbox"
				checked={on}
				disabled={disabled}
				aria-describedby={id}
				onChange={event => onChange(event.currentTarget.checked)}
			/>
			<span>
				{label}
				<small id={id}>{hint}</small>
			</span>
		</label>
	)
}
