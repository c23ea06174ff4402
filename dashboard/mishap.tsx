// Where a part of the screen could not be drawn: it says so in its place, and everything around it stands. A seat is never blank.
import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useWords } from './language.ts';
import { Nothing } from './states.tsx';

interface Props {
  readonly children: ReactNode;
  /** A change of it, as of the page, is a new beginning. */
  readonly of: string;
}

interface State {
  readonly failed: boolean;
  readonly of: string;
}

/** React lets only a class catch what its children throw. */
export class Mishap extends Component<Props, State> {
  override state: State = { failed: false, of: this.props.of };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ of }: Props, state: State): Partial<State> | null {
    return of === state.of ? null : { failed: false, of };
  }

  override render(): ReactNode {
    return this.state.failed ? <Said again={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

function Said({ again }: { readonly again: () => void }) {
  const { t } = useWords();
  return (
    <div role="alert" data-testid="mishap">
      <Nothing title={t('mishap.title')}>
        <p>{t('mishap.what')}</p>
        <Button onClick={again}>{t('state.again')}</Button>
      </Nothing>
    </div>
  );
}
