// A field to search by: what is typed is asked for when the hand rests.
import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { ClearSign } from '../clear-sign.tsx';

/** A search is sent when the hand has rested for so long. */
const TYPING_MS = 300;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly testId: string;
}

/** `value` is what the list was asked with; another from outside replaces what was typed. */
export function SearchField({ label, value, change, testId }: Props) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => change(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      className="filter search"
      type="search"
      allowClear={{ clearIcon: <ClearSign /> }}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      data-testid={testId}
    />
  );
}
