-- A small sound archive with a row in every table, for tests that need one.
INSERT INTO ingest_runs VALUES
    (1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '0', '{}', 3, 3, 0, 0, 1, 0, 0);
INSERT INTO folders VALUES (1, 'seeds', '/somewhere/seeds');
INSERT INTO ingest_errors VALUES
    (1, 1, 'seeds/a.md', 'warning', 'repair', 'repaired', 'The text was damaged and was repaired.', 4, 1);
INSERT INTO sqlar VALUES
    ('seeds/a.md', 33188, 1700000000, 44, X'2d2d2d0a7469746c653a204669727374207761720a2d2d2d0a41726d656e69612064656e6965642069742e0a'),
    ('seeds/old/a.md', 33188, 1700000000, 44, X'2d2d2d0a7469746c653a204669727374207761720a2d2d2d0a41726d656e69612064656e6965642069742e0a'),
    ('seeds/b.md', 33188, 1700000000, 26, X'2d2d2d0a7469746c653a205365636f6e64207761720a2d2d2d0a');
INSERT INTO articles VALUES
    (1, 'first-war', 'First war', 'First war', 'en', 'A war', NULL, NULL, '2020-10', NULL, NULL, NULL, '{}', 3, 1, 1, 1),
    (2, 'second-war', 'Second war', 'Second war', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', 0, 3, 1, 1);
INSERT INTO sources VALUES
    (1, 1, 'current', NULL, 'seeds/a.md', '08b4311332b3a006869dcd6c31254dab55ca879ee798852b700ebb4325b6b721', 44, '2023-11-14T22:13:20Z', 'utf-8', 'cp1254', 1, 1, 1),
    (2, 1, 'superseded', 'path', 'seeds/old/a.md', '08b4311332b3a006869dcd6c31254dab55ca879ee798852b700ebb4325b6b721', 44, '2023-11-14T22:13:20Z', 'utf-8', NULL, 0, 1, 1),
    (3, 2, 'current', NULL, 'seeds/b.md', 'd1c7a9719ce0eb7c92a3e9f0cce7323eca79f54a69197127a1182fc1392b5e3f', 26, '2023-11-14T22:13:20Z', 'utf-8', NULL, 0, 1, 1);
INSERT INTO text_repairs VALUES (1, 1, 4, 1, 'Ä±', 'ı', 'reversed');
INSERT INTO sections VALUES
    (1, 1, NULL, 0, 0, '', '', '', 'Armenia denied it.', '', 3, 25, 44),
    (2, 1, 1, 1, 1, 'Aftermath', 'Aftermath', 'Aftermath', 'Laçın fell.', 'Lacin', 2, 44, 60);
INSERT INTO infoboxes VALUES (1, 1, 0, 'military conflict');
INSERT INTO infobox_fields VALUES
    (1, 1, 1, 0, 'combatant1', 'combatant', 1, NULL, 'Armenia', NULL, NULL),
    (2, 1, 1, 1, 'casualties1', 'casualties', 1, NULL, 'Per Azerbaijan: 5 killed', 5.0, '{}');
INSERT INTO infobox_values VALUES
    (1, 2, 0, 0, 'Per Azerbaijan', '5 killed', 'quantity', 5.0, 5.0, 'killed', NULL, NULL, NULL);
INSERT INTO links VALUES
    (1, 1, 1, NULL, 0, 'internal', 'Armenia', 'second war', 'Second war', NULL, NULL, NULL, 2),
    (2, 1, NULL, 1, 0, 'internal', 'Armenia', 'Armenia', 'Armenia', NULL, NULL, NULL, NULL);
INSERT INTO images VALUES (1, 1, 2, 0, 'https://example.org/a.png', 'a.png', '');
INSERT INTO actors VALUES
    (1, NULL, 'Armenia', 'armenia', 'country', 'AM', 'Armenia', NULL),
    (2, 1, 'Ministry of Defence', 'armenia/ministry of defence', 'institution', 'AM', NULL, 2);
INSERT INTO claims VALUES
    (1, '1000000000000000', 1, 1, NULL, 0, 'Armenia', 1, 'denied', 'deny', 'none', '2020-10', NULL, 'month',
     'carried', NULL, 15, 17, 0, 0, 7, 8, 14, 'Armenia denied it.', 15, NULL, '', 'verb', 0.9),
    (2, '2000000000000000', 1, NULL, 2, 1, 'Azerbaijan', 2, 'Per', 'assert', 'none', NULL, NULL, NULL,
     'none', NULL, 16, 24, 0, 4, 14, 0, 3, 'Per Azerbaijan: 5 killed', 16, NULL, '', 'header', NULL);
INSERT INTO wanted_titles VALUES (1, 'Armenia', 1, 1);
INSERT INTO actor_mentions VALUES
    (1, 1, 'Armenia', 'country', 'AM', 'Armenia', NULL),
    (1, 2, 'Ministry of Defence', 'institution', 'AM', NULL, 1);
INSERT INTO claim_actors VALUES (1, 1, 0), (1, 2, 1);
INSERT INTO claim_quantities VALUES (1, 2, 5.0, 5.0, NULL, 'killed', NULL, 1);
INSERT INTO claim_relations VALUES (1, 1, 2, 'denies', 'an explicit denial', NULL);
INSERT INTO sections_fts(rowid, heading, text, folded) SELECT id, heading, text, folded FROM sections;
INSERT INTO claims_fts(rowid, claimant, content, sentence, folded)
    SELECT id, claimant, content, sentence, folded FROM claims;
