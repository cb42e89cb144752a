SET autocommit = 1;
ALTER TABLE by_range EXCHANGE PARTITION p2010 WITH TABLE like_one_partition;
UPDATE like_one_partition SET v = 'after';
ALTER TABLE by_range EXCHANGE PARTITION p2010 WITH TABLE like_one_partition;
