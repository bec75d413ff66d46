-- Gancio took no call-out whose first picture had been replaced, nor any change of one without an address. It is asked once more what it
-- is, and sent what is open, as it is now; what it has already it passes over.
update host set software = null, software_asked_at = null where software = 'gancio';
