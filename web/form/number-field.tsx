// A number that can be typed or slid. A text that cannot be read is kept and explained; the plan stays as it was.
import { useId } from 'preact/hooks';
import { nearestStop } from '../state/slider-stops.ts';
import { grouped } from '../text/grouped.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly help: string;
  readonly stops: readonly number[];
  readonly value: number;
  /** What is in the box while it is being typed. */
  readonly typed: string | undefined;
  /** Why the text or the value cannot be used. */
  readonly fault: string | undefined;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  readonly onSlide: (value: number) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, unit, help, stops, value, typed, fault, onType, onLeave, onSlide } = props;
  const id = useId();
  const stop = nearestStop(stops, value);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <span class="field-box">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          spellcheck={false}
          value={typed ?? String(value)}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-unit ${id}-fault ${id}-help`}
          onInput={({ currentTarget }) => onType(currentTarget.value)}
          onBlur={onLeave}
        />
        <span class="field-unit" id={`${id}-unit`}>
          {unit}
        </span>
      </span>
      <input
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={stop}
        style={{ '--at': `${(stop / (stops.length - 1)) * 100}%` }}
        aria-label={`${label}, slider`}
        aria-valuetext={`${grouped(value)} ${unit}`}
        onInput={({ currentTarget }) => onSlide(stops[currentTarget.valueAsNumber] ?? value)}
      />
      <p class="field-fault" id={`${id}-fault`} aria-live="polite">
        {fault}
      </p>
      <p class="field-help" id={`${id}-help`}>
        {help}
      </p>
    </div>
  );
}
