import { useId } from 'react'

interface SegmentedProps<T extends string> {
	readonly label: string
	readonly value: T
	readonly options: readonly (readonly [T, string])[]
	readonly onChoose: (value: T) => void
}

/** One of a few, all in sight: radio buttons that look like one. */
export function Segmented<T extends string>({ label, value, options, onChoose }: SegmentedProps<T>) {
	const name = useId()
	return (
		<fieldset className="segmented">
			<legend className="sr-only">{label}</legend>
			{options.map(([key, text]) => (
				<label key={key}>
					<input type="radio" name={name} checked={key === value} onChange={() => onChoose(key)} />
					<span>{text}</span>
				</label>
			))}
		</fieldset>
	)
}
