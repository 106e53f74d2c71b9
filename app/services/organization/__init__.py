"""What an organisation keeps about itself (基本信息维护)."""
