// Distributions as a network file writes them. A plain number is a constant.
import { z } from 'zod';

const seconds = z.number().min(0).max(1e12);
const positive = z.number().gt(0).max(1e12);
const probability = z.number().min(0).max(1);
const shape = z.number().gt(0).max(1000);

const exponential = z.strictObject({ type: z.literal('exponential'), mean: positive });
const deterministic = z.strictObject({ type: z.literal('deterministic'), value: seconds });
const uniform = z.strictObject({ type: z.literal('uniform'), low: seconds, high: positive });
const erlang = z.strictObject({ type: z.literal('erlang'), phases: z.number().int().min(1).max(1000), mean: positive });
const hyperexponential = z.strictObject({
  type: z.literal('hyperexponential'),
  branches: z
    .array(z.strictObject({ probability, mean: positive }))
    .min(1)
    .max(20),
});
const lognormal = z.strictObject({
  type: z.literal('lognormal'),
  mean: positive,
  squaredVariation: positive.describe('Variance over squared mean.'),
});
const weibull = z.strictObject({ type: z.literal('weibull'), shape, scale: positive });
const boundedPareto = z.strictObject({ type: z.literal('boundedPareto'), alpha: shape, low: positive, high: positive });
const empirical = z.strictObject({
  type: z.literal('empirical'),
  values: z.array(seconds).min(1).max(10_000),
  weights: z.array(positive).max(10_000).optional(),
});

const simple = z.discriminatedUnion('type', [
  exponential,
  deterministic,
  uniform,
  erlang,
  hyperexponential,
  lognormal,
  weibull,
  boundedPareto,
  empirical,
]);

const mixture = z.strictObject({
  type: z.literal('mixture'),
  parts: z
    .array(z.strictObject({ probability, of: simple }))
    .min(1)
    .max(20),
});

export const distributionSchema = z
  .union([z.number().min(0).max(1e12), z.discriminatedUnion('type', [...simple.options, mixture])])
  .describe(
    'A number for a constant, or a distribution with its type and parameters, e.g. {type: exponential, mean: 0.1}.',
  );

export type DistributionSpec = z.output<typeof distributionSchema>;
