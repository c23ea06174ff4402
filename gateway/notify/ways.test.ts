// Which set-up channels a name in a policy means, and at what address a person is reached on each.
import type { ConfiguredChannel } from './channel-settings.ts';
import { channelOf } from './channels/catalogue.ts';
import type { Channel } from './channels/channel.ts';
import { waysTo } from './ways.ts';

function set(id: string, kind: string, place = 'root'): ConfiguredChannel {
  return { id, kind: channelOf(kind) as Channel, name: id, place, enabled: true, settings: {}, credential: id };
}

const zhang = { id: 'zhang', name: '张工', contacts: { sms: '13800001234' } };
const seat = { id: 'seat', name: '值班席', contacts: {} };
const path = ['root', 'unit', 'tower'];

describe('the ways to a recipient', () => {
  it('are those of the named channel, else of its kind, else of its family, in the order of the policy', () => {
    const channels = [set('calls', 'aliyun-voice'), set('sms-2', 'tencent-sms'), set('group', 'dingtalk'), set('wecom', 'wecom')];
    const via = ['wecom', 'voice', 'sms', 'dingtalk'];
    expect(waysTo({ recipient: zhang, via, path }, channels).map((way) => [way.channel, way.recipient.to])).toEqual([
      ['wecom', '13800001234'],
      ['calls', '13800001234'],
      ['sms-2', '13800001234'],
      ['group', '13800001234'],
    ]);
  });

  it('take a telephone of the person where the field for it was left empty', () => {
    const li = { id: 'li', name: '李工', contacts: { voice: '', phone: '13800001002' } };
    expect(waysTo({ recipient: li, via: ['voice'], path }, [set('calls', 'aliyun-voice')])[0]?.recipient.to).toBe('13800001002');
  });

  it('leave out what has no address of the person, and the console of whoever is not the seat', () => {
    const channels = [set('mail', 'email'), set('group', 'dingtalk')];
    expect(waysTo({ recipient: zhang, via: ['console', 'email'], path }, channels)).toEqual([]);
    expect(waysTo({ recipient: seat, via: ['console', 'dingtalk'], path }, channels).map((way) => way.channel)).toEqual([
      'console',
      'group',
    ]);
  });

  it('lead the seat to the sounder or voice post that the channel of its place names, and to none where it names none', () => {
    const named = { ...set('voices', 'estate', 'unit'), settings: { seat: 'sounder-at-the-seat' } };
    const elsewhere = { ...set('far', 'estate', 'farm'), settings: { seat: 'sounder-of-the-farm' } };
    const via = ['sounder', 'console'];
    expect(waysTo({ recipient: seat, via, path }, [elsewhere, named]).map((way) => [way.channel, way.recipient.to])).toEqual([
      ['voices', 'sounder-at-the-seat'],
      ['console', 'seat'],
    ]);
    expect(waysTo({ recipient: seat, via, path }, [set('voices', 'estate')]).map((way) => way.channel)).toEqual(['console']);
    const ranger = { id: 'ranger', name: '护林员', contacts: { sounder: 'post-3' } };
    expect(waysTo({ recipient: ranger, via, path }, [named]).map((way) => way.recipient.to)).toEqual(['post-3']);
  });

  it('never lead an incident to a channel that somebody set up for another place', () => {
    const channels = [set('sms', 'aliyun-sms', 'farm'), set('wecom', 'wecom', 'unit')];
    expect(waysTo({ recipient: zhang, via: ['sms', 'wecom'], path }, channels).map((way) => way.channel)).toEqual(['wecom']);
  });
});
