// What the audit calls lines that no deed of a person's made.
import { type Words, words } from '../device-drivers/words.ts';

/** What stands in the audit and is no deed: it changed nothing that is replayed. */
export const NOTES = {
  'concluded-again': words('补处理报文', 'Processed what was passed over'),
  'walk-test-over': words('测试模式到时结束，或被火警中止', 'A walk test ended by its time or by a fire'),
  'set-map-layer': words('设置底图', 'Set a map layer'),
  'remove-map-layer': words('删除底图', 'Removed a map layer'),
  'set-channel': words('设置通知通道', 'Set up a channel'),
  'remove-channel': words('删除通知通道', 'Removed a channel'),
  'test-channel': words('测试通知通道', 'Tested a channel'),
  'add-browser': words('开启浏览器推送', 'Switched on web push'),
  'remove-browser': words('关闭浏览器推送', 'Switched off web push'),
  'sign-in': words('登录', 'Signed in'),
  'sign-in-failed': words('登录失败', 'Sign-in failed'),
  'sign-out': words('退出', 'Signed out'),
  'session-expired': words('会话过期', 'The session expired'),
  'session-rights-changed': words('权限变更，会话结束', 'The session ended: rights changed'),
  'person-added': words('新增人员', 'Added a person'),
  'person-changed': words('修改人员', 'Changed a person'),
  'secret-changed': words('修改密码', 'Changed the password'),
  'token-made': words('新建接口令牌', 'Made an API token'),
  'token-revoked': words('吊销接口令牌', 'Revoked an API token'),
  'export-audit': words('导出审计', 'Exported the audit'),
  'screen-made': words('新建大屏', 'Made a big screen'),
  'screen-revoked': words('吊销大屏', 'Revoked a big screen'),
  'print-record': words('打印处警单', 'Printed the record'),
  'northbound-seen': words('已知悉上行拒收', 'Saw what another house refused for good'),
  'export-evidence': words('导出证据包', 'Exported evidence'),
} as const satisfies Readonly<Record<string, Words>>;
export type NoteKind = keyof typeof NOTES;
