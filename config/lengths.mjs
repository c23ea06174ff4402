// Before each test file: fast-check reaches the greatest length that a property names, where by itself it stops at ten and twice the least.
import fc from 'fast-check';

fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
