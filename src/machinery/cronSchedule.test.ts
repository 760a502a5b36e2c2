import assert from 'node:assert/strict';
import test from 'node:test';
import { scheduleProblem } from './cronSchedule.ts';

test('schedules in cron notation are accepted', () => {
  for (const schedule of ['* * * * *', '*/5 0-6 1,15 jan-mar MON', '@daily', '@every 1h30m', '0 0 ? * 6']) {
    assert.equal(scheduleProblem(schedule), undefined, schedule);
  }
});

test('other schedules are told what is wrong with them', () => {
  assert.equal(scheduleProblem('x'), 'expected exactly 5 fields, found 1: [x]');
  assert.equal(scheduleProblem('60 * * * *'), 'end of range (60) above maximum (59): 60');
  assert.equal(scheduleProblem('*/0 * * * *'), 'step of range should be a positive number: */0');
  assert.equal(scheduleProblem('TZ=UTC * * * * *'), 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  assert.equal(scheduleProblem('@sometimes'), 'unrecognized descriptor: @sometimes');
});
