-- Who takes an approval or a time away by changing the text stands among the notes.
alter table draft_note drop constraint draft_note_act_check;
alter table draft_note add constraint draft_note_act_check check (act in ('comment', 'review', 'return', 'approve', 'schedule',
  'unschedule', 'restore', 'failed', 'changeApproved', 'changeScheduled'));
