CALL add_column_by_text('team', 'called');
CALL add_column_by_text('item_note', 'called');
CALL calls_another();
UPDATE team SET called = 9;
