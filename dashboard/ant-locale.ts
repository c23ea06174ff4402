// The few words that Ant Design says by itself, in both languages.
import type { ConfigProviderProps } from 'antd';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import type { Language } from './values.ts';

export function antLocale(language: Language): NonNullable<ConfigProviderProps['locale']> {
  return language === 'zh' ? chinese : english;
}
