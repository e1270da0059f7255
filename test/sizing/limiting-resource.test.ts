import { describe, expect, it } from 'vitest';
import { limitingResource } from '../../src/sizing/limiting-resource.ts';

// SurgeMail's own example: 20,000 users and what they use of a machine.
const measured = [
  { name: 'cpu', utilisation: 0.1 },
  { name: 'disk', utilisation: 0.25 },
  { name: 'io', utilisation: 0.1 },
  { name: 'ram', utilisation: 0.2 },
  { name: 'threads', utilisation: 0.05 },
];

describe('the limiting resource', () => {
  it('is the disk at 80,000 users in SurgeMail’s example', () => {
    expect(limitingResource(20_000, measured, 1)).toEqual({
      name: 'disk',
      users: 80_000,
      byResource: [
        { name: 'cpu', users: 200_000 },
        { name: 'disk', users: 80_000 },
        { name: 'io', users: 200_000 },
        { name: 'ram', users: 100_000 },
        { name: 'threads', users: 400_000 },
      ],
    });
  });

  it('comes sooner where 80 % is the limit', () => {
    expect(limitingResource(20_000, measured, 0.8)).toMatchObject({ name: 'disk', users: 64_000 });
  });

  it('is unknown where nothing is in use', () => {
    const idle = limitingResource(10, [{ name: 'cpu', utilisation: 0 }], 0.8);
    expect(idle).toEqual({ name: null, users: null, byResource: [{ name: 'cpu', users: null }] });
  });
});
