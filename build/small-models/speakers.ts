import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'

/** 20 ms. */
const FRAME = 320
const WINDOW = 160_000
const BANDS = 80

/**
 * Two networks that tell a dark voice from a bright one, and no voices beyond that. The first hears who speaks when in ten seconds, as pyannote's
 * does: of its classes the first is nobody, then each of three alone, then two of them at once; the third person never speaks.
 */
export function speakers(): Files {
	return { 'segmentation.onnx': segmentation(), 'embedding.onnx': embedding() }
}

function segmentation(): Buffer {
	const graph = new Graph()
	const samples = graph.input('x', 'float', ['N', 1, 'T'])
	const before = graph.constant('float', [1, 1, 2], [-1, 1])
	const steps = graph.op('Abs', [graph.op('Conv', [samples, before], { kernel_shape: [2], pads: [1, 0] })])
	// How loud, and how rough; over a second.
	const smooth = (wave: string) => {
		const frames = graph.op('AveragePool', [wave], { kernel_shape: [FRAME], strides: [FRAME] })
		return graph.op('AveragePool', [frames], { kernel_shape: [51], strides: [1], pads: [25, 25] })
	}
	const heard = graph.op('Concat', [smooth(graph.op('Abs', [samples])), smooth(steps)], { axis: 1 })
	const [ROUGH, SURE] = [0.23, 8]
	const never = [0, 0]
	const weights = [never, [1 + ROUGH * SURE, -SURE], [1 - ROUGH * SURE, SURE], never, never, never, never].flat()
	const bias = [0.01, 0, 0, -1, -1, -1, -1]
	const scores = graph.op('Conv', [heard, graph.constant('float', [7, 2, 1], weights), graph.constant('float', [7], bias)], {
		kernel_shape: [1]
	})
	graph.output('y', graph.op('Transpose', [scores], { perm: [0, 2, 1] }), 'float', ['N', 'S', 7])
	return graph.model({
		model_type: 'pyannote-segmentation-3.0',
		sample_rate: 16_000,
		window_size: WINDOW,
		receptive_field_size: FRAME,
		receptive_field_shift: FRAME,
		num_speakers: 3,
		powerset_max_classes: 2,
		num_classes: 7
	})
}

/** How bright a voice is, as a direction: what is equally bright points the same way. */
function embedding(): Buffer {
	const graph = new Graph()
	const frames = graph.input('x', 'float', ['N', 'T', BANDS])
	const tilt = Array.from({ length: BANDS }, (_, band) => (band - (BANDS - 1) / 2) / BANDS ** 2)
	const bright = graph.op('MatMul', [
		graph.op('ReduceMean', [frames], { axes: [1], keepdims: 0 }),
		graph.constant('float', [BANDS, 1], tilt)
	])
	const angle = graph.op('Mul', [bright, graph.constant('float', [1], [5])])
	graph.output('embedding', graph.op('Concat', [graph.op('Cos', [angle]), graph.op('Sin', [angle])], { axis: 1 }), 'float', ['N', 2])
	return graph.model({ framework: 'wespeaker', language: 'none', output_dim: 2, sample_rate: 16_000, normalize_samples: 1 })
}
