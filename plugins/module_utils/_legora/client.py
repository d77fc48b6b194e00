class LegoraClient:
    pass
