INSERT INTO territory (serial, id, version, replica, seq, name, kind, code) VALUES (1, x'03000000000000000000000000000001', 1, 0, 0, '样例社区', 'community', '410305008001');
INSERT INTO organisation (serial, id, version, replica, seq, name, form, kind, territory) VALUES (1, x'02000000000000000000000000000001', 1, 1, 1, '样例社区党委', 'party_committee', 'community', x'03000000000000000000000000000001');
