package com.plexichat.backup.agent.catalogue;

/// The views of one catalogue.
record Tables(
    ClusterTable cluster,
    PeerTable peers,
    PersonTable persons,
    VaultTable vaults,
    SetTable sets,
    BackupTable backups,
    StripeTable stripes,
    ShardTable shards,
    TrashTable trash,
    JobTable jobs,
    ScheduleTable schedules,
    TierTable tiers,
    ConfigTable config,
    StripeUse use,
    StripeSpares spares,
    SparseTable sparse) {
  Tables(Reads reads) {
    this(
        new ClusterTable(reads),
        new PeerTable(reads),
        new PersonTable(reads),
        new VaultTable(reads),
        new SetTable(reads),
        new BackupTable(reads),
        new StripeTable(reads),
        new ShardTable(reads),
        new TrashTable(reads),
        new JobTable(reads),
        new ScheduleTable(reads),
        new TierTable(reads),
        new ConfigTable(reads),
        new StripeUse(reads),
        new StripeSpares(reads),
        new SparseTable(reads));
  }
}
