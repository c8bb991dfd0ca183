INSERT INTO person (serial, id, version, replica, seq, name, id_number) VALUES (1, x'05000000000000000000000000000001', 2, 1, 7, '李𠮷', '99010119650312002X');
INSERT INTO membership (serial, id, version, replica, seq, person, branch, status) VALUES (1, x'05000000000000000000000000000002', 1, 1, 7, x'05000000000000000000000000000001', x'02000000000000000000000000000001', 'full');
