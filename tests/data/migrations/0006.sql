INSERT INTO venue (serial, id, version, replica, seq, removed_on, removed_why, name, kind) VALUES (1, x'06000000000000000000000000000001', 2, 2, 3, '2026-11-20', '重复登记', '党群服务中心', 'service_centre');
