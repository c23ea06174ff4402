// The part of the fake gateway that lists rules: one for each kind of invented alarm.
import type { Router } from 'express';
import type { RuleView } from '../../gateway/web/rule-contract.ts';
import { KINDS } from './invented-alarms.ts';

const HYDRANT_LOW: RuleView['parameters'][number] = {
  name: 'hydrantLow',
  title: { zh: '消火栓水压下限', en: 'lowest hydrant pressure' },
  otherwise: 0.1,
  isTime: false,
  use: 'below',
};

export function ruleRoutes(routes: Router): void {
  routes.get('/rules', (_, response) => {
    // Typed, so that what the real one learns to say is not left out here.
    const items = Object.values(KINDS).map(
      (kind, place): RuleView => ({
        id: kind.rule,
        version: 1,
        title: kind.title,
        class: kind.class,
        quantity: kind.quantity,
        enabled: place !== 5,
        latching: kind.latching,
        advice: kind.advice,
        clause: kind.clause,
        parameters: place === 4 ? [HYDRANT_LOW] : [],
        kinds: null,
        models: null,
        exceptModels: [],
        limits: place === 4 ? [{ parameter: 'hydrantLow', direction: 'below', value: 0.1 }] : [],
        own: false,
        sentence: kind.title,
        clears: null,
        waits: false,
        where: null,
      }),
    );
    response.json({ items });
  });
}
