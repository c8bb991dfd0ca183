INSERT INTO office VALUES (1, x'01000000000000000000000000000001', '410305008001', 'community', '样例社区', x'02000000000000000000000000000001', x'03000000000000000000000000000001', '2026-11-20');
INSERT INTO sync_replica VALUES (1, x'04000000000000000000000000000001', '410305008001', '样例社区', 7);
INSERT INTO sync_replica VALUES (2, x'04000000000000000000000000000002', '410305', '涧西区委', 3);
INSERT INTO organisation (serial, id, version, replica, seq, name, form, kind) VALUES (1, x'02000000000000000000000000000001', 1, 1, 1, '样例社区党委', 'party_committee', 'community');
INSERT INTO person (serial, id, version, replica, seq, name, id_number) VALUES (1, x'05000000000000000000000000000001', 2, 1, 7, '李𠮷', '99010119650312002X');
INSERT INTO venue (serial, id, version, replica, seq, removed_on, removed_why, name, kind) VALUES (1, x'06000000000000000000000000000001', 2, 2, 3, '2026-11-20', '重复登记', '党群服务中心', 'service_centre');
