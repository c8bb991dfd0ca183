INSERT INTO trusted_office (fingerprint, unit, name, card, trusted_on) VALUES ('00000 00000 00000 00000 00001', '410305', '涧西区', '{}', '2018-12-31');
INSERT INTO sync_package (id, direction, number, unit, sha256, records, state, handled_at) VALUES (x'0b000000000000000000000000000003', 'out', 1, '410305', '00', 3, 'written', '2018-12-31T08:00:00+00:00')
