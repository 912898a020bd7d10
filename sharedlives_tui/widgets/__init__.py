"""What the screens are built of. Each part imports only what lies below it; data is shown as text, never as markup."""
