INSERT INTO unit (serial, id, version, replica, seq, name, kind) VALUES (1, x'08000000000000000000000000000001', 1, 1, 3, '某物业公司', 'property');
INSERT INTO problem (serial, id, version, replica, seq, title, organisation, source, found_on) VALUES (1, x'08000000000000000000000000000002', 1, 1, 4, '楼道灯不亮', x'02000000000000000000000000000001', 'residents', '2018-08-10');
